import { createApp } from "vue";
import App from "./App.vue";
import { installElement } from "./element";
import { language, speak } from "./messages";
import "./style.css";

speak(language.value);
const app = createApp(App);
installElement(app);
app.mount("#app");
