// PostGraphile 5 with its recommended preset on Latchkey's tables. Nobody signs in, which spares it
// the look-up of a session that Latchkey makes for each request.

import { servePostgraphile } from './serve-postgraphile.ts';

await servePostgraphile();
