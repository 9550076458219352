import * as z from 'zod/mini'

// zod would compile its schemas with `new Function`, and try at its first use whether it may: our policy says no.
z.config({ jitless: true })
