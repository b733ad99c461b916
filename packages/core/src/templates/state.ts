import { stateKey } from "../kernel/index.ts";
import type { Articles } from "./articles.ts";
import type { BuiltIn } from "./builtIn/index.ts";
import type { Compiler } from "./compile.ts";
import type { TemplateKinds } from "./kinds.ts";
import type { TemplateSettings } from "./settings.ts";
import type { Signatures } from "./signing.ts";
import type { TemplateLookup } from "./templateLookup.ts";

/** The configuration of the room. */
export interface TemplatesState {
  readonly settings: TemplateSettings;
  readonly compiler: Compiler;
  readonly kinds: TemplateKinds;
  readonly lookup: TemplateLookup;
  /** Ends messages that people write; other rooms find it under the key `signing`. */
  readonly signing: Signatures;
  /** Templates that come with Heedkit and its plugins. */
  readonly builtIns: readonly BuiltIn[];
  readonly articles: Articles;
}

export const templatesState = stateKey<TemplatesState>("templates");
