// Texts of the shell around every screen behind the sign-in, and of what several features share.
import crm from "./crm.json";
import notifications from "./notifications.json";
import search from "./search.json";
import shell from "./shell.json";

export default { crm, notifications, search, shell };
