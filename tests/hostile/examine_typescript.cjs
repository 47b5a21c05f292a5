// Reads TypeScript with the compiler whose folder is the first argument. For each line of JSON {mark, files} it answers
// with a line {path: {errors, leaks, structure}}: tokens that carry the mark and are neither literal nor comment, and
// the tree, one node a line, with marked literals masked. The module that an import names is never masked.
const ts = require(process.argv[2]);
const readline = require("node:readline");

const LITERALS = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
]);

function examine(path, text, mark) {
  const isMarked = (one) => one.toLowerCase().replace(/\s+/g, " ").includes(mark.toLowerCase());
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const lines = [];
  const leaks = [];
  const visit = (node, depth) => {
    let shown = "";
    if (LITERALS.has(node.kind)) {
      const names = ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent);
      shown = JSON.stringify(isMarked(node.text) && !names ? "<text>" : node.text);
      if (names && isMarked(node.text)) leaks.push(`an import of ${node.text}`);
    } else if (node.getChildCount(file) === 0) {
      shown = node.getText(file);
      if (isMarked(shown)) leaks.push(`${ts.SyntaxKind[node.kind]} ${shown.slice(0, 120)}`);
    }
    lines.push(`${" ".repeat(depth)}${ts.SyntaxKind[node.kind]} ${shown}`);
    ts.forEachChild(node, (child) => visit(child, depth + 1));
  };
  visit(file, 0);
  const errors = file.parseDiagnostics.map((d) => ts.flattenDiagnosticMessageText(d.messageText, " "));
  return { errors, leaks, structure: lines.join("\n") };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const { mark, files } = JSON.parse(line);
  const answer = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, examine(path, text, mark)]));
  process.stdout.write(JSON.stringify(answer) + "\n");
});
