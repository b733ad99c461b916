export {
  type CardField,
  type CardSource,
  type CardSourceOf,
  type CardSubjects,
  type Cards,
  cardsView,
  defineCardSource,
} from "./card.ts";
export { caseCards, customerCards } from "./readCards.ts";
