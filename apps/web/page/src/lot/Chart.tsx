import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useIsDark } from '../look/useLook.ts'
import { formatMoney, fractionDigits } from '../money/money.ts'
import type { Curve } from './curve.ts'

const heightPx = 220
const stepsOfMoney = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat()
const daySec = 86_400
const minutesSec = 600

/** As it is painted: a variable itself may hold a colour for each look. */
function colourIn(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`
  const { color } = getComputedStyle(element)
  element.style.color = ''
  return color
}

/** The curve as a picture: what it says is said in words beside it. */
export default function Chart({ curve, currency }: { curve: Curve; currency: string }) {
  const { language } = useSpeech()
  const isDark = useIsDark()
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<UPlot>(undefined)

  useEffect(() => {
    const { current: element } = place
    if (element === null) return
    const units = 10 ** fractionDigits(currency)
    const colour = (name: string): string => colourIn(element, name)
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
    const steps = UPlot.paths.stepped?.({ align: 1 })
    /** As exact as the curve is long. */
    const instantOf = (seconds: readonly number[]): Intl.DateTimeFormat => {
      const lengthSec = (seconds.at(-1) ?? 0) - (seconds[0] ?? 0)
      if (lengthSec > daySec)
        return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', hour: 'numeric' })
      return new Intl.DateTimeFormat(language, { timeStyle: lengthSec > minutesSec ? 'short' : 'medium' })
    }
    const made = new UPlot(
      {
        width: element.clientWidth,
        height: heightPx,
        // Room for half of the last instant's words.
        padding: [null, 36, null, null],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true } },
        axes: [
          {
            ...axis,
            space: 90,
            values: (_chart, seconds) => seconds.map((second) => instantOf(seconds).format(second * 1_000)),
          },
          {
            ...axis,
            size: 86,
            // No half of the smallest coin.
            incrs: stepsOfMoney.map((step) => step / units),
            values: (_chart, values) =>
              values.map((value) => formatMoney(Math.round(value * units), currency, language)),
          },
        ],
        series: [
          {},
          {
            stroke: colour('--accent'),
            width: 2,
            fill: colour('--accent-faint'),
            ...(steps === undefined ? {} : { paths: steps }),
          },
        ],
      },
      [[], []],
      element,
    )
    chart.current = made
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: heightPx }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      made.destroy()
      chart.current = undefined
    }
  }, [currency, language, isDark])

  useEffect(() => {
    const units = 10 ** fractionDigits(currency)
    chart.current?.setData([curve.at, curve.price.map((price) => price / units)])
  }, [curve, currency, language, isDark])

  return <div ref={place} className="curve-space" aria-hidden="true" />
}
