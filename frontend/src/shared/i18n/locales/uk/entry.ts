// Texts of the pages before the sign-in and of shared components.
import auth from "./auth.json";
import common from "./common.json";
import setup from "./setup.json";

export default { auth, common, setup };
