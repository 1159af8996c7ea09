/** How many rows of a list that may grow without end are shown at once; more at a press. */
export const LIST_STEP = 100;
