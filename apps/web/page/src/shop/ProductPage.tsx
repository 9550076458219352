import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { command } from '../api/command.ts'
import { type Product, placedOrder, product } from '../api/order.ts'
import { isProblem } from '../api/problem.ts'
import { ask } from '../api/request.ts'
import { Plate } from '../browse/Plate.tsx'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { reasonOf } from '../language/refusal.ts'
import { Field } from '../look/Field.tsx'
import { Failed, NotFound, Skeletons } from '../look/states.tsx'
import { useTitle } from '../look/useTitle.ts'
import { useMember } from '../session/useSession.ts'
import './shop.css'

const againMs = 5_000
const quantityMax = 99

const productKey = (number: string): readonly string[] => ['product', number]

export default function ProductPage({ productNumber }: { productNumber: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: productKey(productNumber),
    queryFn: ({ signal }) => ask(product, `/v1/products/${encodeURIComponent(productNumber)}`, { signal }),
    refetchInterval: againMs,
  })
  useTitle(data?.name)
  if (data !== undefined) return <OneProduct product={data} />
  if (error === null) return <Skeletons count={2} kind="row" />
  return isProblem(error, 'not_found') ? <NotFound /> : <Failed error={error} retry={() => void refetch()} />
}

function OneProduct({ product: { id, name, productNumber, skus } }: { product: Product }) {
  return (
    <article className="product">
      <Plate lot={{ id, title: name, images: [], category: null }} large />
      <div>
        <h1>{name}</h1>
        <OrderForm skus={skus} productNumber={productNumber} />
      </div>
    </article>
  )
}

function OrderForm({ skus, productNumber }: Pick<Product, 'skus' | 'productNumber'>) {
  const { t, money } = useSpeech()
  const member = useMember()
  const queries = useQueryClient()
  const [path, go] = useLocation()
  const [chosenId, setChosenId] = useState<string>()
  const [typed, setTyped] = useState('1')
  const place = useMutation({
    mutationFn: (body: { skuId: string; quantity: number }) => command(placedOrder, '/v1/orders', { body }),
    onSuccess: ({ orderId }) => go(`/me/orders/${orderId}`),
    onError: () => queries.invalidateQueries({ queryKey: productKey(String(productNumber)) }),
  })
  const chosen = skus.find(({ id }) => id === chosenId) ?? skus.find(({ stock }) => stock > 0) ?? skus[0]
  if (chosen === undefined) return <p>{t.shop.soldOut}</p>
  const quantity = /^\d{1,2}$/.test(typed) ? Number(typed) : 0
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (quantity > 0) place.mutate({ skuId: chosen.id, quantity })
  }
  return (
    <form className="order-form" onSubmit={submit}>
      <fieldset className="skus">
        <legend>{t.shop.kind}</legend>
        {skus.map((sku) => (
          <label key={sku.id} className="sku">
            <input type="radio" name="sku" checked={sku.id === chosen.id} onChange={() => setChosenId(sku.id)} />
            <span className="sku-code">{sku.code}</span>
            <b>{money(sku.price, sku.currency)}</b>
            <span className="quiet">{sku.stock === 0 ? t.shop.soldOut : t.shop.left(sku.stock)}</span>
          </label>
        ))}
      </fieldset>
      <Field label={t.shop.quantity}>
        {(control) => (
          <input
            {...control}
            type="number"
            min={1}
            max={quantityMax}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      {member === undefined ? (
        <Link className="button button-strong button-wide" href={`/signin?back=${encodeURIComponent(path)}`}>
          {t.account.signIn}
        </Link>
      ) : (
        <button
          type="submit"
          className="button button-strong button-wide"
          disabled={place.isPending || quantity === 0 || chosen.stock === 0}
        >
          {t.shop.order(money(chosen.price * Math.max(quantity, 1), chosen.currency))}
        </button>
      )}
      <p className="error" role="alert">
        {place.error !== null && reasonOf(place.error, t)}
      </p>
    </form>
  )
}
