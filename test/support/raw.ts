type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
};

type Request = { readonly bearer?: string; readonly headers?: Readonly<Record<string, string>> };

/** Sends bodies to /graphql that no typed document can have: malformed, hostile or missing ones. */
export async function postGraphQL(
  { url }: { readonly url: string },
  body: object | string,
  { bearer, headers }: Request = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return answerOf(response);
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const parsed: Partial<Answer> = text.startsWith('{') ? JSON.parse(text) : {};
  const { data = null, errors = [] } = parsed;
  return { status: response.status, headers: response.headers, text, data, errors };
}
