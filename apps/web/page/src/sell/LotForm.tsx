import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { useCategories } from '../browse/useCategories.ts'
import { serverNow } from '../clock/serverClock.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { Field } from '../look/Field.tsx'
import { type Draft, emptyDraft, type Faults, listingOf } from './listing.ts'

type LotFormProps = {
  draft: Draft
  submit: string
  send(body: Record<string, unknown>): void
  isSending: boolean
  error: unknown
}

const currencies = ['KRW', 'JPY', 'USD', 'EUR', 'GBP'] as const
const increments = ['krw', 'jpy', 'usd', 'any'] as const
const durations = ['m5', 'h1', 'd1', 'd3', 'd7', 'custom'] as const
const softCloses = ['two', 'half', 'off'] as const

/** A currency comes with the steps that are usual in it. */
const stepsOf = (currency: string): Pick<Draft, 'increments'> => ({ increments: emptyDraft(currency).increments })

type TextName = 'title' | 'image' | 'startingPrice' | 'reservePrice' | 'buyNowPrice' | 'startsAt' | 'endsAt'

/** What a lot is and by which rules it is sold, when it is listed and as long as it may be revised. */
export function LotForm({ draft: start, submit, send, isSending, error }: LotFormProps) {
  const { t } = useSpeech()
  const categories = useCategories()
  const [draft, setDraft] = useState(start)
  const [faults, setFaults] = useState<Faults>({})
  const form = useRef<HTMLFormElement>(null)
  // What is wrong may be far above the button.
  useEffect(() => {
    if (Object.keys(faults).length > 0 || error !== null)
      form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [faults, error])
  const set = <Name extends keyof Draft>(name: Name, value: Draft[Name]): void => {
    setDraft((before) => ({ ...before, [name]: value, ...(name === 'currency' ? stepsOf(String(value)) : {}) }))
    setFaults(({ [name]: _, ...others }) => others)
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    const { body, faults: found } = listingOf(draft, serverNow() || Date.now())
    if (body === undefined) setFaults(found)
    else send(body)
  }

  const words = {
    required: t.state.required,
    amount: t.bid.notAnAmount,
    buy_below_start: t.sell.buyBelowStart,
    end_before_start: t.sell.endBeforeStart,
    image: t.sell.imageHint,
  }
  const refused = new Map(error instanceof Problem ? error.errors.map(({ path, message }) => [path, message]) : [])
  const faultOf = (name: keyof Draft): string | undefined => {
    const fault = faults[name]
    if (fault !== undefined) return words[fault]
    const message = refused.get(name)
    return message === undefined ? undefined : t.state.notValid(message)
  }
  const input = (
    name: TextName,
    label: string,
    more: { hint?: string; type?: string; inputMode?: 'decimal' | 'url'; maxLength?: number } = {},
  ) => {
    const { hint, ...attributes } = more
    return (
      <Field label={label} hint={hint} error={faultOf(name)}>
        {(control) => (
          <input
            {...control}
            {...attributes}
            name={name}
            value={draft[name]}
            onChange={({ target }) => set(name, target.value)}
          />
        )}
      </Field>
    )
  }
  const choice = <Name extends 'currency' | 'increments' | 'duration' | 'softClose'>(
    name: Name,
    label: string,
    values: readonly Draft[Name][],
    nameOf: (value: Draft[Name]) => string,
  ) => (
    <Field label={label} error={faultOf(name)}>
      {(control) => (
        <select
          {...control}
          name={name}
          value={draft[name]}
          onChange={({ target }) => {
            const chosen = values.find((value) => value === target.value)
            if (chosen !== undefined) set(name, chosen)
          }}
        >
          {values.map((value) => (
            <option key={value} value={value}>
              {nameOf(value)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )

  return (
    <form ref={form} className="lot-form" onSubmit={onSubmit} noValidate>
      <fieldset>
        <legend>{t.sell.thing}</legend>
        {input('title', t.sell.name, { maxLength: 200 })}
        <Field label={t.sell.description} error={faultOf('description')}>
          {(control) => (
            <textarea
              {...control}
              name="description"
              rows={6}
              maxLength={10_000}
              value={draft.description}
              onChange={({ target }) => set('description', target.value)}
            />
          )}
        </Field>
        <Field label={t.sell.category} error={faultOf('category')}>
          {(control) => (
            <select
              {...control}
              name="category"
              value={draft.category}
              onChange={({ target }) => set('category', target.value)}
            >
              <option value="">{t.sell.noCategory}</option>
              {[...categories].map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {input('image', t.sell.image, { hint: t.sell.imageHint, type: 'url', inputMode: 'url' })}
      </fieldset>
      <fieldset>
        <legend>{t.sell.money}</legend>
        {choice('currency', t.sell.currency, currencies, (code) => code)}
        {input('startingPrice', t.sell.startingPrice, { inputMode: 'decimal' })}
        {input('reservePrice', t.sell.reserve, { inputMode: 'decimal', hint: t.sell.reserveHint })}
        {input('buyNowPrice', t.sell.buyNow, { inputMode: 'decimal' })}
        {choice('increments', t.sell.increments, increments, (table) => t.sell.incrementsOf[table])}
      </fieldset>
      <fieldset>
        <legend>{t.sell.time}</legend>
        {input('startsAt', t.sell.startsAt, { type: 'datetime-local', hint: t.sell.opensNow })}
        {choice('duration', t.sell.lasts, durations, (duration) => t.sell.durations[duration])}
        {draft.duration === 'custom' && input('endsAt', t.sell.endsAt, { type: 'datetime-local' })}
        {choice('softClose', t.sell.softClose, softCloses, (kind) => t.sell.softCloseOf[kind])}
      </fieldset>
      <p className="error" role="alert">
        {error !== null && error !== undefined && reasonOf(error, t)}
        {Object.keys(faults).length > 0 && t.refusal.invalid_input}
      </p>
      <button type="submit" className="button button-strong button-wide" disabled={isSending}>
        {submit}
      </button>
    </form>
  )
}
