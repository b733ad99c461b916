import type { Article, ArticleQuestion } from "@heedkit/core";

/** The shop's help pages, each with words that indicate a question about it. */
const articles: readonly (Article & { readonly words: RegExp })[] = [
  { words: /paket|bestellung/i, title: "Wo ist mein Paket?", url: "https://lindenhof.example/de/paket" },
  { words: /届け/, title: "お届け日について", url: "https://lindenhof.example/ja/delivery" },
  { words: /მიწოდება/, title: "მიწოდება საქართველოში", url: "https://lindenhof.example/ka/delivery" },
  { words: /إرجاع/, title: "الإرجاع خلال ثلاثين يوما", url: "https://lindenhof.example/ar/returns" },
  {
    words: /broken|cracked/i,
    title: "If something broke on its way",
    url: "https://lindenhof.example/broken",
  },
  { words: /carte cadeau/i, title: "Nos cartes cadeaux", url: "https://lindenhof.example/fr/cartes" },
];

/** Help pages that may answer a question, for the acknowledgement. */
export function articlesFor({ text }: Pick<ArticleQuestion, "text">): readonly Article[] {
  return articles.filter(({ words }) => words.test(text)).map(({ title, url }) => ({ title, url }));
}
