import { useState } from 'react'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { drawingOf } from './drawings.tsx'
import './plate.css'

type Pictured = { id: string; title: string; images: readonly string[]; category: string | null }

/** A small number from a text, the same each time (FNV-1a). */
function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

const rings = [0, 1, 2, 3, 4]

/** A lot's picture; where it has none, or it does not come, a plate that is its own: drawn from its id. */
export function Plate({ lot, large = false }: { lot: Pictured; large?: boolean }) {
  const { t } = useSpeech()
  const [isBroken, setBroken] = useState(false)
  // The policy of the page lets in no others.
  const source = lot.images.find((image) => image.startsWith('https://'))
  if (source !== undefined && !isBroken) {
    return (
      <img
        className="plate"
        src={source}
        alt={large ? t.lot.picture(lot.title) : ''}
        loading={large ? 'eager' : 'lazy'}
        referrerPolicy="no-referrer"
        onError={() => setBroken(true)}
      />
    )
  }
  const seed = seedOf(lot.id)
  const hue = seed % 360
  const turn = (seed >>> 3) % 90
  const width = 44 + ((seed >>> 7) % 20)
  const drawing = drawingOf(lot.category)
  return (
    <svg className="plate" viewBox="0 0 120 90" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="120" height="90" fill={`hsl(${hue} 24% 86%)`} />
      <g fill="none" stroke={`hsl(${hue} 26% 74%)`} strokeWidth="0.6" transform={`rotate(${turn} 60 45)`}>
        {rings.map((ring) => (
          <ellipse key={ring} cx="60" cy="45" rx={width + ring * 9} ry={36 + ring * 9} />
        ))}
      </g>
      {drawing === undefined ? (
        <text x="60" y="60" textAnchor="middle" fontSize="44" className="plate-letter" fill={`hsl(${hue} 34% 30%)`}>
          {[...lot.title.trim()][0]?.toUpperCase() ?? '·'}
        </text>
      ) : (
        <g fill="none" stroke={`hsl(${hue} 34% 30%)`} strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round">
          {drawing}
        </g>
      )}
    </svg>
  )
}
