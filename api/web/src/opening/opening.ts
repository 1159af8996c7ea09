/** The window for a new incident: one for the whole console, opened from anywhere. */
import { computed, ref } from "vue";
import { drill } from "../drill/drill";
import { isDesk, session } from "../live/store";

export const opening = ref(false);

export const mayOpen = computed(
  () => !drill.sign?.replays && (isDesk.value || session.roles.some((role) => role.includes(":") || role === "controller")),
);
