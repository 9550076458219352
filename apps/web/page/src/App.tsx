import { lazy, Suspense, useEffect, useRef } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { Footer } from './house/Footer.tsx'
import { Header } from './house/Header.tsx'
import { useSpeech } from './language/LanguageProvider.tsx'
import { Mishap } from './look/Mishap.tsx'
import { Failed, NotFound, Skeletons } from './look/states.tsx'
import { NoticesProvider } from './me/NoticesProvider.tsx'
import { useVisit } from './session/visits.ts'

// Each page comes when it is opened: whoever bids need not wait for the shop.
const HomePage = lazy(() => import('./browse/HomePage.tsx'))
const SearchPage = lazy(() => import('./browse/SearchPage.tsx'))
const LotPage = lazy(() => import('./lot/LotPage.tsx'))
const SellPage = lazy(() => import('./sell/SellPage.tsx'))
const RevisePage = lazy(() => import('./sell/RevisePage.tsx'))
const MinePage = lazy(() => import('./me/MinePage.tsx'))
const ShopPage = lazy(() => import('./shop/ShopPage.tsx'))
const ProductPage = lazy(() => import('./shop/ProductPage.tsx'))
const OrderPage = lazy(() => import('./order/OrderPage.tsx'))
const SignInPage = lazy(() => import('./session/SignInPage.tsx'))
const SignUpPage = lazy(() => import('./session/SignUpPage.tsx'))

/** All of it anew for whoever comes next: nothing of one member stays on the page for another. */
export function App() {
  return <House key={useVisit()} />
}

function House() {
  const { t } = useSpeech()
  const [path] = useLocation()
  const main = useNewPlace(path)
  return (
    <NoticesProvider>
      <a className="skip" href="#main">
        {t.house.skip}
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        <Mishap key={path} shown={(retry) => <Failed error={undefined} retry={retry} />}>
          <Suspense fallback={<Skeletons count={4} kind="row" />}>
            <Switch>
              <Route path="/" component={HomePage} />
              <Route path="/search" component={SearchPage} />
              <Route path="/lots/:lot">{({ lot }) => <LotPage key={lot} lotNumber={lot} />}</Route>
              <Route path="/lots/:lot/revise">{({ lot }) => <RevisePage lotNumber={lot} />}</Route>
              <Route path="/sell" component={SellPage} />
              <Route path="/me/orders/:order">{({ order }) => <OrderPage orderId={order} />}</Route>
              <Route path="/me/:list?">{({ list }) => <MinePage list={list ?? 'bids'} />}</Route>
              <Route path="/shop" component={ShopPage} />
              <Route path="/shop/:product">{({ product }) => <ProductPage productNumber={product} />}</Route>
              <Route path="/signin" component={SignInPage} />
              <Route path="/signup" component={SignUpPage} />
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </Mishap>
      </main>
      <Footer />
    </NoticesProvider>
  )
}

/** A new page begins at its top, also for who reads with a keyboard or hears it. */
function useNewPlace(path: string) {
  const main = useRef<HTMLElement>(null)
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [path])
  return main
}
