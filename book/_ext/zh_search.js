/* The browser's half of zh_search.py: cut the query as the index was cut.
 *
 * Sphinx puts this file into language_data.js, after its own search tools and
 * before the index.
 */
const HAN = "[\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}]";
const RUN = new RegExp(`${HAN}+|(?:(?!${HAN})[\\p{Letter}\\p{Number}_])+`, "gu");
const CHINESE = new RegExp(HAN, "u");

var splitQuery = (query) =>
  (query.match(RUN) || []).flatMap((run) => {
    const letters = [...run];
    if (!CHINESE.test(run) || letters.length === 1) return [run];
    return letters.slice(1).map((letter, i) => letters[i] + letter);
  });

/* Sphinx forgives a page for lacking the short words of a query; a pair of
 * Chinese characters is short only to a computer. So the two scripts are looked
 * for apart, and a page must be found by both. */
const searchOneScript = Search.performTermsSearch;
Search.performTermsSearch = (terms, excluded) => {
  const chinese = new Set([...terms].filter((term) => CHINESE.test(term)));
  const others = new Set([...terms].filter((term) => !chinese.has(term)));
  if (!chinese.size || !others.size) return searchOneScript(terms, excluded);
  const both = new Set(searchOneScript(others, excluded).map((result) => result[0]));
  return searchOneScript(chinese, excluded).filter((result) => both.has(result[0]));
};

/* Sphinx writes headings into its results as HTML. A heading may quote a
 * document, and what a document says is text. */
const acceptIndex = Search.setIndex;
Search.setIndex = (index) => {
  const literal = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const titles = Object.entries(index.alltitles).map(([title, at]) => [literal(title), at]);
  acceptIndex({ ...index, alltitles: Object.fromEntries(titles) });
};
