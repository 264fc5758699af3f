// A Latchkey node whose changes write no events. All else is the same, so that the bench shows what the log costs.
import { registerHooks } from 'node:module';
import { serve } from './serve.ts';

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (!found.url.endsWith('/src/log/record-events.ts')) return found;
    return { ...found, url: new URL('record-no-events.ts', import.meta.url).href };
  },
});

const { start } = await import('../../src/process/start.ts');
const running = await start(process.env);
serve(running.url, running.stop);
