internal import CReframe
internal import ReframeSDK

extension ConformanceTest {
  static let keepsPlaced = ConformanceTest(
    name: "keeps-placed", kinds: [.fill],
    rule: "A fill keeps every pixel inside `placed` bit for bit.",
    why: "Users see their own picture changed.",
    mend: "Write only outside `placed`."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      for channels in [3, 4] {
        var trial = Trial()
        trial.form.channels = channels
        try require(instance.call(trial).keepsPlaced, Flaw.changesPlaced.text)
      }
    }
  }

  static let fillsExposed = ConformanceTest(
    name: "fills-exposed", kinds: [.fill],
    rule: "A fill gives every pixel outside `placed` a value, and what was there before means nothing.",
    why: "Users see leftovers of other pictures.",
    mend: "Write every byte of every pixel outside `placed`, without reading it first."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      for channels in [3, 4] {
        var trial = Trial()
        trial.form.channels = channels
        let flaws = instance.flaws(trial).intersection([.leavesExposed, .showsGarbage])
        try require(flaws.isEmpty, flaws.map(\.text).joined(separator: "; "))
      }
    }
  }

  static let onePixel = ConformanceTest(
    name: "one-pixel", kinds: [.provider, .detector, .fill],
    rule: "A picture may have a single pixel, and a canvas a single exposed one or none.",
    why: "Sizes are the user's choice; divisions by width - 1 and empty loops end the process.",
    mend: "Try sizes of 1, and areas of 0."
  ) { (checked, kinds) throws(ConformanceFault) in
    let one = PixelRect(x: 0, y: 0, width: 1, height: 1)
    try requireNoFlaws(checked, kinds, [(1, 1, one), (2, 1, one), (1, 2, one)])
  }

  static let primeSizes = ConformanceTest(
    name: "prime-sizes", kinds: [.provider, .detector, .fill],
    rule: "A picture may have any size, not only even ones or multiples of a block's.",
    why: "Sizes are the user's choice; loops over whole blocks leave the rest out or run over it.",
    mend: "Try sizes such as 61x53 and 97x1, and treat what remains of a block."
  ) { (checked, kinds) throws(ConformanceFault) in
    try requireNoFlaws(
      checked, kinds,
      [
        (1, 97, PixelRect(x: 0, y: 13, width: 1, height: 31)),
        (97, 1, PixelRect(x: 5, y: 0, width: 2, height: 1)),
        (7, 5, PixelRect(x: 0, y: 0, width: 5, height: 5)),
        (31, 17, PixelRect(x: 13, y: 3, width: 18, height: 11)),
        (61, 53, PixelRect(x: 11, y: 0, width: 37, height: 53)),
      ])
  }

  private static func requireNoFlaws(
    _ checked: CheckedBundle, _ kinds: Set<PluginKind>, _ cases: [(Int, Int, PixelRect)]
  ) throws(ConformanceFault) {
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      var trials: [(String, Trial)] = []
      for (width, height, placed) in cases {
        for channels in [3, 4] {
          var trial = Trial()
          trial.form.size = PixelSize(width: width, height: height)
          trial.form.channels = channels
          trial.placed = placed
          trials.append(("\(width)x\(height) in \(channels == 3 ? "RGB" : "RGBA")", trial))
        }
      }
      try instance.requireNoFlaws(trials)
    }
  }

  static let paddedStride = ConformanceTest(
    name: "padded-stride", kinds: .pixels,
    rule:
      "Rows are `stride` bytes apart, which may be more than a row has; what lies between is not written to.",
    why: "Hosts lend parts of larger pictures; what lies between two rows belongs to the part beside.",
    mend: "Step from row to row by `stride`, and write no more than width times channels bytes of each."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      for padding in [1, 7, 64] {
        var trial = Trial()
        trial.form.padding = padding
        try instance.requireNoFlaws([("\(padding) bytes behind each row", trial)])
        let (plain, again, padded) = (instance.call(), instance.call(), instance.call(trial))
        try require(
          plain.answer != again.answer || padded.answer == plain.answer,
          "\(padding) bytes behind each row: the same pixels are answered differently")
      }
    }
  }

  static let sixteenBit = ConformanceTest(
    name: "sixteen-bit", kinds: .pixels,
    rule: "A picture of 16 bits a sample is dealt with as such, or refused with RF_UNSUPPORTED.",
    why: "Taken for 8 bits, half of the picture is read as the whole.",
    mend: "Look at `sample` before you touch the pixels."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      var trial = Trial()
      trial.form.sample = UInt32(RF_SAMPLE_U16)
      let outcome = instance.call(trial)
      if outcome.status == RF_UNSUPPORTED || outcome.status == RF_INVALID_ARGUMENT { return }
      try require(outcome.status == RF_OK, "a picture of 16 bits: the call ended with \(outcome.ending)")
      let plain = instance.call()
      if instance.kind == .detector {
        try require(
          plain.answer == outcome.answer,
          "the same picture in 8 and in 16 bits is answered differently, and not refused")
      } else {
        let fresh = instance.flaws(trial).subtracting(instance.flaws(Trial()))
        try require(
          fresh.isEmpty, "a canvas of 16 bits: \(fresh.map(\.text).sorted().joined(separator: "; "))")
      }
    }
  }

  static let guardPages = ConformanceTest(
    name: "guard-pages", kinds: .pixels,
    rule: "Nothing is read or written before the first byte of a picture or behind its last.",
    why: "It is somebody else's memory: the process crashes, or another picture changes.",
    mend: "Check the borders of every loop and filter; an address sanitizer finds the place."
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (instance) throws(ConformanceFault) in
      for edge in [LentMemory.Edge.end, .start] {
        for (width, height) in [(24, 16), (7, 5)] {
          for channels in [3, 4] {
            var trial = Trial()
            trial.form.size = PixelSize(width: width, height: height)
            trial.form.channels = channels
            trial.form.edge = edge
            _ = instance.call(trial)
          }
        }
      }
    }
  }

  static let readOnlyInput = ConformanceTest(
    name: "read-only-input", kinds: .all,
    rule:
      "What is lent as constant, or as a picture flagged RF_IMAGE_READ_ONLY, is never written to, not even with "
      + "the same value.",
    why: "Hosts lend mapped files and memory that several plugins read at the same time.",
    mend: "Copy what you want to change; do not cast `const` away."
  ) { (checked, kinds) throws(ConformanceFault) in
    let lending = Lending(isSealed: true)
    var greeting = Greeting()
    greeting.lending = lending
    try checked.withInstances(of: kinds, greeting: greeting, lending: lending) {
      (instance) throws(ConformanceFault) in
      var trial = Trial()
      trial.lending = lending
      trial.sealsPictures = true
      _ = instance.call(trial)
    }
  }
}
