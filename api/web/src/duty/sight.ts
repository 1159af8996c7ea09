/** Whether the account that is signed in reads hand-overs and the shift log, and writes them. */
import { computed } from "vue";
import { session } from "../live/store";
import { readsDuty } from "./reads";

export const mayReadDuty = computed(() => readsDuty(session.roles, session.division));
export const mayWriteDuty = computed(() => session.roles.includes("duty_officer"));
