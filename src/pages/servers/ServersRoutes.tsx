export default function ServersRoutes() { return null; }
