/** Texts without control characters: nobody types those, and storage, mail and terminals stumble over them. */
export const ofOneLine = /^[^\p{Cc}\u2028\u2029]*$/u;
/** The same with what separates words and lines. */
export const ofLines = /^[\P{Cc}\t\n\v\f\r\u0085]*$/u;
/** Something in it can be seen. */
export const isVisible = /[^\s\p{Cf}\p{Cc}\u115f\u1160\u2800\u3164\uffa0]/u;
