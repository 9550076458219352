import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import * as z from 'zod/mini'
import { command } from '../api/command.ts'
import { type Order, order } from '../api/order.ts'
import { isProblem } from '../api/problem.ts'
import { ask } from '../api/request.ts'
import { Countdown } from '../clock/Countdown.tsx'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { Confirm } from '../look/Confirm.tsx'
import { Field } from '../look/Field.tsx'
import { Failed, NotFound, Skeletons } from '../look/states.tsx'
import { useTitle } from '../look/useTitle.ts'
import { OnlyMembers } from '../session/OnlyMembers.tsx'
import { useMember } from '../session/useSession.ts'
import { ItemName } from './ItemName.tsx'
import { itemName } from './itemName.ts'
import './order.css'

export default function OrderPage({ orderId }: { orderId: string }) {
  return (
    <OnlyMembers>
      <OneOrder orderId={orderId} />
    </OnlyMembers>
  )
}

/** A payment that hangs is looked at again so often. */
const againMs = 2_000

const orderKey = (orderId: string): readonly string[] => ['my-order', orderId]

function OneOrder({ orderId }: { orderId: string }) {
  const { t } = useSpeech()
  const { data, error, refetch } = useQuery({
    queryKey: orderKey(orderId),
    queryFn: ({ signal }) => ask(order, `/v1/orders/${encodeURIComponent(orderId)}?atLeast=1`, { signal }),
    refetchInterval: ({ state }) => (state.data?.payment === 'pending' ? againMs : false),
  })
  useTitle(data === undefined ? t.mine.orders : itemName(data, t))
  if (data !== undefined) return <OrderSheet order={data} />
  if (error === null) return <Skeletons count={2} kind="row" />
  const isUnknown = isProblem(error, 'not_found') || isProblem(error, 'not_yet')
  return isUnknown ? <NotFound /> : <Failed error={error} retry={() => void refetch()} />
}

function OrderSheet({ order: shown }: { order: Order }) {
  const { t, money, instant } = useSpeech()
  const member = useMember()
  const { item, status } = shown
  const isBuyer = member?.id === shown.userId
  return (
    <article className="order">
      <h1>
        <ItemName order={shown} />
      </h1>
      <p>
        <span
          className={`badge badge-${status === 'paid' ? 'good' : 'warn'}`}
          data-testid="order-status"
          data-status={status}
        >
          {t.order.status[status]}
        </span>{' '}
        <span className="quiet">{t.order.placed(instant(shown.createdAt))}</span>
      </p>
      <dl className="terms">
        <dt>{t.order.total}</dt>
        <dd>
          <b>{money(shown.total, shown.currency)}</b>
        </dd>
        {item.kind === 'lot' && (
          <>
            <dt>{t.order.lot(item.lotNumber)}</dt>
            <dd>
              <Link href={`/lots/${item.lotNumber}`}>{t.order.toLot}</Link>
            </dd>
          </>
        )}
        {status === 'created' && (
          <>
            <dt>{t.order.expiresIn}</dt>
            <dd>
              <Countdown until={shown.payableUntil} large />{' '}
              <span className="quiet">{instant(shown.payableUntil)}</span>
            </dd>
          </>
        )}
        {item.kind === 'sku' && (
          <>
            <dt>{t.order.correlation}</dt>
            <dd className="mono">{shown.correlationId}</dd>
          </>
        )}
      </dl>
      {status === 'paid' && <p className="standing standing-good">✓ {isBuyer ? t.order.paid : t.order.paidByBuyer}</p>}
      {status === 'created' && isBuyer && <Pay order={shown} />}
    </article>
  )
}

const methods = z.enum(['fake_approve', 'fake_decline', 'fake_timeout'])
const answered = z.object({ version: z.number() })

function Pay({ order: shown }: { order: Order }) {
  const { t, money } = useSpeech()
  const queries = useQueryClient()
  const [method, setMethod] = useState<z.infer<typeof methods>>('fake_approve')
  const path = `/v1/orders/${shown.id}`
  const [isCancelling, setCancelling] = useState(false)
  const act = useMutation({
    mutationFn: async (what: 'pay' | 'cancel') => {
      const body = what === 'pay' ? { paymentMethod: method } : {}
      const { version } = await command(answered, `${path}/${what}`, { body })
      queries.setQueryData(orderKey(shown.id), await ask(order, `${path}?atLeast=${version}`))
    },
    onSettled: () => queries.invalidateQueries({ queryKey: orderKey(shown.id) }),
  })
  return (
    <div className="pay">
      <Field label={t.order.method}>
        {(control) => (
          <select
            {...control}
            value={method}
            onChange={({ target }) => {
              const chosen = methods.safeParse(target.value)
              if (chosen.success) setMethod(chosen.data)
            }}
          >
            {Object.values(methods.def.entries).map((one) => (
              <option key={one} value={one}>
                {t.order.methods[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="buttons">
        <button
          type="button"
          className="button button-strong"
          disabled={act.isPending}
          onClick={() => act.mutate('pay')}
        >
          {t.order.pay(money(shown.total, shown.currency))}
        </button>
        <button type="button" className="button" disabled={act.isPending} onClick={() => setCancelling(true)}>
          {t.order.cancel}
        </button>
      </div>
      <p className="error" role="alert">
        {act.error !== null ? reasonOf(act.error, t) : shown.payment === 'pending' && t.order.pending}
      </p>
      {isCancelling && (
        <Confirm
          yes={t.order.cancel}
          onYes={() => {
            setCancelling(false)
            act.mutate('cancel')
          }}
          onClose={() => setCancelling(false)}
        >
          <p>{shown.item.kind === 'lot' ? t.order.cancelsSale : t.order.cancels}</p>
        </Confirm>
      )}
    </div>
  )
}
