/** Counts up when a sheet was frozen or signed here: what shows hand-overs reads them again. */
import { ref } from "vue";

export const signedRounds = ref(0);
