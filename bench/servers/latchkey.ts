// A Latchkey node on the bench's database. It gets the flags and variables with which `npm start` restarts
// itself (src/restart.ts) from the bench, since with a parent connected it does not restart.
import { start } from '../../src/start.ts';
import { serve } from './serve.ts';

const running = await start(process.env);
serve(running.url, running.stop);
