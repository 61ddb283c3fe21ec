extension ConformanceTest {
  /// All tests, those first that others need.
  package static let all = [
    exportedSymbols, opens, manifestAgrees, otherMajor, makesInstances, staysAlive, answers,
    errorsFilled, refusedAnswers, pure, progressRange, serviceDown,
    olderHost, newerHost, shortStructs, nullOptionalSlots, noExtensions, unknownMembers, unknownValues,
    silentCreate, createFailure, createDestroy, callOrder, keepsPointers, endsCleanly,
    keepsPlaced, fillsExposed, onePixel, primeSizes, paddedStride, sixteenBit, guardPages, readOnlyInput,
    textLength, malformedData, concurrency, cancelLatency,
    keepsSignals, keepsDirectory, keepsLocale, keepsEnvironment, keepsFloatState, keepsStdout,
  ]
}
