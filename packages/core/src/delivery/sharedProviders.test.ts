import { expect, test } from "vitest";
import { isSharedProvider } from "./sharedProviders.ts";

test.each([
  "gmail.com",
  "googlemail.com",
  "yahoo.co.uk",
  "yahoo.com.br",
  "hotmail.fr",
  "gmx.at",
  "mailbox.org",
])("anybody gets an address at %s", (domain) => {
  expect(isSharedProvider(domain)).toBe(true);
});

test.each([
  "shop.example",
  "gmail.com.evil.example",
  "mygmail.com",
  "yahoo.shop.example",
  "mail.shop.example",
  "",
])("%s is somebody's own", (domain) => {
  expect(isSharedProvider(domain)).toBe(false);
});
