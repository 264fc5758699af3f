import { errors, isErrorCode } from '../../errors.ts';
import type { Answer, Content, Endpoint, Parameter, Tag } from '../endpoint.ts';
import { errorAnswers } from '../openapi-errors.ts';
import { SchemaCollection } from '../openapi-schemas.ts';
import { errorAnchor } from '../problem.ts';
import { type Html, html, inline, markdown } from './html.ts';
import { schemaTables, typeName } from './schema-fields.ts';

/** The reference for people: one page without scripts, of what /openapi.json says to programs. */
export function referencePage(
  introduction: string,
  endpoints: readonly Endpoint[],
  tags: readonly Tag[],
): string {
  const sections = tags.map((tag) => ({
    ...tag,
    endpoints: endpoints.filter(({ tag: name }) => name === tag.name),
  }));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Latchkey: reference</title>
<link rel="stylesheet" href="/reference.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Contents">
<p><strong>Latchkey</strong> · <a href="/openapi.json">openapi.json</a></p>
${sections.map(contentsOf)}
<p class="group"><a href="#errors">Errors</a></p>
</nav>
<main id="content">
<h1>Latchkey: reference</h1>
${markdown(introduction)}
${sections.map(tagSection)}
${errorSection()}
</main>
</body>
</html>
`;
  return page.text;
}

type Section = Tag & { readonly endpoints: readonly Endpoint[] };

function contentsOf({ name, endpoints }: Section): Html {
  const entries = endpoints.map(
    ({ operationId, summary }) => html`<li><a href="#${operationId}">${summary}</a></li>`,
  );
  return html`<p class="group">${name}</p><ul>${entries}</ul>`;
}

function tagSection({ name, description, endpoints }: Section): Html {
  return html`<section><h2>${name}</h2>${markdown(description)}${endpoints.map(endpointArticle)}</section>`;
}

function endpointArticle(endpoint: Endpoint): Html {
  const { operationId, method, path, summary, description, parameters = [], body, answers } = endpoint;
  const refusals = Object.entries(errorAnswers(endpoint)).filter(([status]) => !(status in answers));
  return html`<article id="${operationId}">
<h3>${summary}</h3>
<p class="address"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></p>
${markdown(description)}
<p class="credential">${inline(credentialOf(endpoint))}</p>
${parameters.length > 0 && parameterTable(parameters)}
${body !== undefined && html`<h4>Body</h4>${contentPart(body, 'input')}`}
<h4>Answers</h4>
${Object.entries(answers).map(([status, answer]) => answerPart(status, answer))}
<table>
<thead><tr><th scope="col">Status</th><th scope="col">Code</th></tr></thead>
<tbody>${refusals.map(([status, answer]) => refusalRow(status, answer))}</tbody>
</table>
</article>`;
}

const credentialNames = {
  bearer: '`Authorization: Bearer …`',
  session: 'the session’s cookie',
  basic: '`Authorization: Basic …`',
  githubSignature: 'GitHub’s signature',
} as const;

function credentialOf({ security, requires }: Endpoint): string {
  if (security.length === 0) return 'For everybody.';
  const credentials = security.map((scheme) => credentialNames[scheme]).join(' or ');
  return requires === undefined
    ? `With ${credentials}.`
    : `With ${credentials}, and the permission \`${requires}\`.`;
}

function parameterTable(parameters: readonly Parameter[]): Html {
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) => html`<tr>
      <th scope="row"><code>${name}</code></th>
      <td>${place}, ${shown(schema)}${required ? '' : ', optional'}</td>
      <td>${inline(description)}</td>
    </tr>`,
  );
  return html`<h4>Parameters</h4><table>
    <thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows}</tbody>
  </table>`;
}

function shown(schema: Parameter['schema']): string {
  const schemas = new SchemaCollection();
  return typeName(schemas.add(schema, 'input'), schemas.components());
}

function contentPart({ schema, examples, mediaType }: Content, io: 'input' | 'output'): Html {
  const schemas = new SchemaCollection();
  const root = schemas.add(schema, io);
  const shownExamples = Object.entries(examples).map(
    ([name, value]) =>
      html`<details><summary>Example: ${name}</summary><pre tabindex="0"><code>${exampleText(value, mediaType)}</code></pre></details>`,
  );
  return html`${schemaTables(root, schemas.components())}${shownExamples}`;
}

function exampleText(value: unknown, mediaType: string | undefined): string {
  if (mediaType !== 'application/x-www-form-urlencoded') return JSON.stringify(value, null, 2);
  return Object.entries(Object(value))
    .map(([name, text]) => `${name}=${encodeURIComponent(String(text))}`)
    .join('&');
}

function answerPart(status: string, { description, content }: Answer): Html {
  return html`<p><strong>${status}</strong> ${inline(description)}</p>${content !== undefined && contentPart(content, 'output')}`;
}

function refusalRow(status: string, { content }: Answer): Html {
  const codes = Object.keys(content?.examples ?? {}).filter(isErrorCode);
  const links = codes.map((code) => html`<a href="#${errorAnchor(code)}"><code>${code}</code></a> `);
  return html`<tr><th scope="row">${status}</th><td>${links}</td></tr>`;
}

function errorSection(): Html {
  const rows = Object.keys(errors)
    .filter(isErrorCode)
    .map((code) => {
      const { status, title, remedy } = errors[code];
      return html`<tr id="${errorAnchor(code)}">
        <th scope="row"><code>${code}</code></th><td>${status}</td><td>${title}</td><td>${remedy}</td>
      </tr>`;
    });
  return html`<section id="errors"><h2>Errors</h2>
<p>Each answer with a status from 400 on says which of these it is. <code>BAD_USER_INPUT</code> is 422 where the body was read and holds wrong values.</p>
<table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th><th scope="col">What to do</th></tr></thead>
<tbody>${rows}</tbody>
</table></section>`;
}
