// Typesets formulas with KaTeX: node typeset.cjs PATH_OF_KATEX, a JSON list of {tex, display} on stdin,
// a JSON list of {html} or {error} on stdout, in the same order.
const katex = require(process.argv[2]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));

const results = formulas.map(({ tex, display }) => {
  try {
    const html = katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: "ignore" });
    // The TeX source rides along in an <annotation>; the search index would read it as prose.
    return { html: html.replace(/<annotation [\s\S]*?<\/annotation>/, "") };
  } catch (error) {
    return { error: error.message };
  }
});
process.stdout.write(JSON.stringify(results));
