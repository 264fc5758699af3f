// A Latchkey node as `npm start` runs it, on the bench's database.
import { start } from '../../src/start.ts';
import { serve } from './serve.ts';

const running = await start(process.env);
serve(running.url, running.stop);
