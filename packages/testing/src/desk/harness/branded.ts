import type { Brand } from "@heedkit/core";
import type { TestDesk } from "./openDesk.ts";

/** An address at which the desk under test gets letters, and from which its channel may send them. */
export const mailbox = (name: string) => ({ kind: "email", value: `${name}@desk.example`, name: null });

/** Two brands, each with an address of its own. */
export async function twoBrands({ support }: Pick<TestDesk, "support">): Promise<readonly [Brand, Brand]> {
  const blue = await support.brands.create({
    key: "blue",
    name: "Blue Shoes",
    addresses: ["help@blue.example", "blue@desk.example"],
  });
  const red = await support.brands.create({
    key: "red",
    name: "Red Hats",
    addresses: ["red@desk.example"],
  });
  return [blue, red];
}
