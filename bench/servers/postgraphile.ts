// PostGraphile 5 with its recommended preset on Latchkey's tables. It authenticates nobody, so it saves the look-up of
// a session that Latchkey makes for each request.

import { servePostgraphile } from './serve-postgraphile.ts';

await servePostgraphile();
