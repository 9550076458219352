import { Link } from 'wouter'
import { type Product, productPage } from '../api/order.ts'
import { usePages } from '../api/usePages.ts'
import { Plate } from '../browse/Plate.tsx'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { Pages } from '../look/Pages.tsx'
import { Empty } from '../look/states.tsx'
import { useTitle } from '../look/useTitle.ts'
import '../browse/browse.css'

const againMs = 15_000

/** What is sold at a fixed price. */
export default function ShopPage() {
  const { t } = useSpeech()
  useTitle(t.shop.title)
  const pages = usePages(productPage, '/v1/products?limit=24', { everyMs: againMs })
  return (
    <>
      <h1>{t.shop.title}</h1>
      <p className="quiet">{t.shop.lead}</p>
      <Pages pages={pages} kind="card" empty={<Empty title={t.shop.none} />}>
        {(products) => (
          <div className="cards">
            {products.map((product) => (
              <ProductCard key={product.id} product={product} />
            ))}
          </div>
        )}
      </Pages>
    </>
  )
}

function ProductCard({ product }: { product: Product }) {
  const { t, money } = useSpeech()
  const { id, name, productNumber, skus } = product
  const cheapest = skus.toSorted((one, other) => one.price - other.price)[0]
  const left = skus.reduce((sum, { stock }) => sum + stock, 0)
  return (
    <article className="card">
      <Link href={`/shop/${productNumber}`} className="card-link">
        <Plate lot={{ id, title: name, images: [], category: null }} />
        <div className="card-body">
          <h2 className="card-title">{name}</h2>
          <p className="card-price">
            {cheapest !== undefined && <b>{t.shop.from(money(cheapest.price, cheapest.currency))}</b>}
          </p>
          <p className="card-foot">
            <span className="quiet">{left === 0 ? t.shop.soldOut : t.shop.left(left)}</span>
          </p>
        </div>
      </Link>
    </article>
  )
}
