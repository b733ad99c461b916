export {
  type LocalSignature,
  localSignature,
  localSignatureInput,
  type Signature,
  signature,
  signatureInput,
} from "./schema.ts";
export { type SignedMessage, type Signing, signing } from "./signing.ts";
