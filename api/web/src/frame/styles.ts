/** The styles of what stands at the desk at once, in the order in which they may overrule each other. */
import "./tokens.css";
import "../style.css";
import "./signs.css";
import "./bar.css";
import "../account/account.css";
import "../fields/forms.css";
import "../incident/levels.css";
import "../overview/list.css";
import "../incident/incident.css";
import "../reports/reports.css";
import "../journal/journal.css";
import "./frame.css";
import "../overview/rail.css";
import "../incident/head.css";
import "../incident/step.css";
