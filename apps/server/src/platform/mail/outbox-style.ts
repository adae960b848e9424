/** The outbox page's stylesheet. Colours follow the product's tokens: stone, ink, verdigris. */
export const outboxStylesheet = `:root {
  color-scheme: light dark;
  --ground: #f7f6f3; --surface: #ffffff; --ink: #1f2421; --quiet: #5b625d; --line: #dedbd4; --accent: #17695b;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #161918; --surface: #1e2221; --ink: #e9ebe8; --quiet: #a3aaa5; --line: #343a37; --accent: #6cc4b0; }
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--ink); font: 14px/20px system-ui, sans-serif; }
main { max-width: 680px; margin: 0 auto; padding: 48px 20px; }
header { margin-bottom: 32px; }
h1 { font-size: 24px; line-height: 32px; font-weight: 600; margin-bottom: 8px; }
h2 { font-size: 16px; line-height: 24px; font-weight: 600; }
header p { color: var(--quiet); margin-bottom: 8px; }
a { color: var(--accent); overflow-wrap: anywhere; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
code { font: 13px ui-monospace, monospace; }
ol { list-style: none; padding: 0; }
li { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 20px; margin-bottom: 12px; }
.to { color: var(--quiet); overflow-wrap: anywhere; }
.to strong { color: var(--ink); font-weight: 500; }
time { display: block; font-size: 13px; }
.code { margin: 16px 0; padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); }
.code span { color: var(--quiet); font-size: 13px; display: block; }
.code strong { font: 600 28px/36px ui-monospace, monospace; letter-spacing: 0.12em; }
pre { font: 13px/20px ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin-top: 12px; color: var(--quiet); }
.empty { padding: 32px; text-align: center; border: 1px dashed var(--line); border-radius: 8px; color: var(--quiet); }
`;
