import { createApp } from "vue";
import App from "./App.vue";
import { installElement } from "./frame/element";
import "./frame/ime";
import { makeRouter } from "./frame/router";
import "./frame/theme";
import { remembered, speak, spoken } from "./messages";
import "./frame/styles";

void speak(remembered());
const app = createApp(App);
installElement(app);
const router = makeRouter();
app.use(router);
// The first address and the words are known before anything is drawn.
void router.isReady().then(spoken).then(() => app.mount("#app"));
