import { casesState, type FieldRow, type FieldType } from "../cases/index.ts";
import type { Read } from "../kernel/index.ts";
import type { TemplateKind } from "./kinds.ts";
import type { ObjectShape, Shape } from "./shapes.ts";

/** Everything that templates of a kind can use, including the fields of cases that were made at run time. */
export async function catalogueOf(read: Read, { shape }: Pick<TemplateKind, "shape">): Promise<ObjectShape> {
  const { fields: book } = await read.use(casesState).definitions.current(read);
  const found = shape.fields.case;
  const declared = found?.of === "object" ? found.fields.fields : undefined;
  if (found?.of !== "object" || declared?.of !== "object" || book.usable.size === 0) return shape;
  const made = Object.fromEntries([...book.usable].map(([key, row]) => [key, shapeOfField(row)]));
  const fields: Shape = { ...declared, fields: { ...made, ...declared.fields } };
  return { ...shape, fields: { ...shape.fields, case: { ...found, fields: { ...found.fields, fields } } } };
}

const plain: Readonly<Record<FieldType, "text" | "number" | "boolean" | "list">> = {
  ...({ text: "text", longText: "text", url: "text", email: "text", date: "text", select: "text" } as const),
  ...({ number: "number", boolean: "boolean", multiselect: "list" } as const),
};

function shapeOfField({ type, label: about }: FieldRow): Shape {
  const of = plain[type];
  return of === "list" ? { of, item: { of: "text" }, about } : { of, about };
}
