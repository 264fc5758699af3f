import type { Databases, Services } from '../../src/access/context.ts';
import { type AppSettings, createApp } from '../../src/app.ts';
import type { Database } from '../../src/database/database.ts';
import type { TestApp } from './app.ts';

export type TestNode = { readonly url: string; close(): Promise<void> };

/** Starts another server on the services of an app, with some services or settings replaced. */
export async function startNode(
  app: Pick<TestApp, 'services'>,
  { services = {}, settings = {} }: { services?: Partial<Services>; settings?: Partial<AppSettings> },
): Promise<TestNode> {
  const node = await createApp(
    { ...app.services, ...(services.database && everywhere(services.database)), ...services },
    { mode: 'test', trustProxy: false, ...settings },
  );
  const url = await node.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => node.close() };
}

/** Replaces all databases of an app. */
function everywhere(database: Database): Databases & Pick<Services, 'databasesOf'> {
  const databases = { database, urgentDatabase: database };
  return { ...databases, databasesOf: () => databases };
}
