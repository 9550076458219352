import './api/noEval.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { Problem } from './api/problem.ts'
import { followServerClock } from './clock/serverClock.ts'
import { firstLanguage, LanguageProvider } from './language/LanguageProvider.tsx'
import { messagesIn } from './language/messages.ts'
import { AnnouncerProvider } from './look/Announcer.tsx'
import { wearKeptLook } from './look/useLook.ts'
import { openSession } from './session/session.ts'
import { onNextVisit } from './session/visits.ts'
import './look/tokens.css'
import './look/base.css'

wearKeptLook()
followServerClock()
void openSession()

const retriesMax = 2

const isRefusal = ({ status }: Problem): boolean => status >= 400 && status < 500

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What was refused is refused again; what was not answered, or is on its way (202), may come.
      retry: (failures, error) => failures < retriesMax && !(error instanceof Problem && isRefusal(error)),
    },
  },
})

// What one member has read is nothing for the next.
onNextVisit(() => queries.clear())

const place = document.getElementById('page')
if (place === null) throw new Error('index.html has no place for the page')
const spoken = await messagesIn(firstLanguage())
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LanguageProvider first={spoken}>
        <AnnouncerProvider>
          <App />
        </AnnouncerProvider>
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)
