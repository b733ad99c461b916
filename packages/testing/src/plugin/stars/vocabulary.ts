declare module "@heedkit/core" {
  interface SupportEvents {
    /** The customer was asked how satisfied they are. */
    "stars.asked": { readonly caseId: string };
    "stars.rated": { readonly caseId: string; readonly stars: number; readonly isAgain: boolean };
    /** For an open case of a customer who rated another. */
    "stars.lastRatingChanged": { readonly caseId: string };
  }
  interface ConditionFields {
    /** The last rating that the customer gave. */
    "stars.lastRating": number | null;
  }
  interface SupportJobs {
    "stars.ask": { readonly caseId: string };
  }
  interface Permissions {
    "stars.read": true;
    "stars.write": true;
  }
  interface SupportErrorCodes {
    STARS_NOT_ASKED: true;
  }
}

export {};
