/** The window for a new incident: one for the whole console, opened from anywhere. */
import { computed, ref } from "vue";
import { drill } from "../drill/drill";
import { isDesk, session } from "../live/store";

export const opening = ref(false);

/** A drill that has not begun, is over or only shows what was takes nothing. */
const playing = (sign: typeof drill.sign) => !sign || (!sign.replays && (sign.state === "running" || sign.state === "paused"));

export const mayOpen = computed(
  () => playing(drill.sign) && (isDesk.value || session.roles.some((role) => role.includes(":") || role === "controller")),
);
