/** Its own file to browsers, so that the page needs no exception from the content security policy. */
export const referenceStyle = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --text: #1f2328; --back: #fff; --link: #0550ae; --dim: #57606a; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3d444d; --soft: #151b23; --text: #f0f6fc; --back: #0d1117; --link: #79c0ff; --dim: #b1bac4; }
}
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); color: var(--text); background: var(--back); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--back); padding: .5rem; z-index: 1; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1rem 1.25rem; border-right: 1px solid var(--line); background: var(--soft); font-size: .9rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav .group { margin: 1rem 0 .25rem; font-weight: 600; }
main { padding: 1rem 2.5rem 4rem; max-width: 62rem; }
h1 { margin-top: .5rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
article { margin: 2.5rem 0; scroll-margin-top: 1rem; }
h3 { margin-bottom: .25rem; font-size: 1.25rem; }
code, pre { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow-x: auto; white-space: pre-wrap; }
.address { font-size: 1.05rem; }
.method { display: inline-block; min-width: 4.5rem; text-align: center; font: 600 .8rem/1.8 ui-monospace, monospace; border: 1px solid var(--line); border-radius: 6px; }
.credential { color: var(--dim); }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; overflow-wrap: anywhere; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 400; }
tr:target { background: var(--soft); outline: 2px solid var(--link); }
details { margin: .5rem 0; }
summary { cursor: pointer; }
@media (max-width: 50rem) {
  body { display: block; }
  nav { position: static; height: auto; }
  main { padding: 1rem; min-width: 0; }
  table { table-layout: fixed; }
}
`;
