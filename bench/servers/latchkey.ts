// A Latchkey node on the bench's database.
import { start } from '../../src/process/start.ts';
import { serve } from './serve.ts';

const running = await start(process.env);
serve(running.url, running.stop);
