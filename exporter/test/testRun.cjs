// Tells every worker which process is the test run itself: what they share ends with it.
module.exports = async () => {
  process.env.SHELLWATCH_TEST_RUN = String(process.pid);
};
