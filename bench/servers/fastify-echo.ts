// The limit of the framework: Fastify with its defaults, without hooks, log or schema.
import Fastify from 'fastify';
import { serve } from './serve.ts';

const app = Fastify();
app.post('/echo', async (request) => request.body);
serve(`${await app.listen({ host: '127.0.0.1', port: 0 })}/echo`, () => app.close());
