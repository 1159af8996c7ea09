import { createApp } from "vue";
import App from "./App.vue";
import { installElement } from "./frame/element";
import "./frame/ime";
import { makeRouter } from "./frame/router";
import "./frame/theme";
import { language, speak } from "./messages";
import "./frame/styles";

speak(language.value);
const app = createApp(App);
installElement(app);
const router = makeRouter();
app.use(router);
// The first address is known before anything is drawn.
void router.isReady().then(() => app.mount("#app"));
