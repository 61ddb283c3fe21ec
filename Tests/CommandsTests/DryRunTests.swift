@testable import Commands
import Testing
import TestSupport

@Suite("What a route would do")
struct DryRunTests {
  let bench: RoutedBench

  init() throws {
    var bench = try RoutedBench()
    bench.environment = ["EACHLABS_API_KEY": "k1", "FASHN_API_KEY": "k2"]
    self.bench = bench
  }

  private func dryRun(_ arguments: String...) -> Sandbox.Outcome {
    bench.command(["~/a.png", "-a", "9:16", "--dry-run"] + arguments)
  }

  @Test("In words: whom it would go to, at which price, and who was left out")
  func text() throws {
    try bench.write("rates: {credits/fashn: 0.10 USD}")
    let outcome = dryRun(
      "--model", "reframe,luma/reframe-image,local/reframe,reframe-image,dream-machine/reframe_image",
      "--prefer", "cheapest", "--local", "last", "--max-cost", "0.05")
    #expect(outcome.code == .success)
    #expect(outcome.error.isEmpty)
    #expect(
      outcome.output == """
        """)
    #expect(bench.sandbox.folder.names == ["a.png", "r.yaml"])
  }

  @Test("As JSON, one object for each part")
  func json() {
    let outcome = dryRun("--model", "reframe-image,local/reframe", "--json", "-a", "9:16,1:1")
    #expect(
      outcome.output == """
        """)
  }

  @Test("An alias stands for a model with parameters, and an option overrules them")
  func aliases() throws {
    try bench.write(
      """
      models:
        best: {model: reframe, parameters: {generation_mode: quality}}
        finest: {model: best, parameters: {resolution: 4k}}
      routes: {default: {engines: [finest]}, plain: {engines: [reframe]}}
      """)
    #expect(dryRun().output.contains("  reframe  fashn     5 credits (~ $0.375)"))
    #expect(dryRun("--model", "best").output.contains("3 credits (~ $0.225)"))
    #expect(dryRun("--route", "plain").output.contains("1 credit (~ $0.075)"))
    #expect(dryRun("--model", "best", "--param", "generation_mode=balanced").output.contains("2 credits"))
  }

  @Test("A picture that a model does not read is converted first, unless that is forbidden")
  func preparation() throws {
    try bench.tiff("t.tif")
    let rest = ["~/t.tif", "-a", "9:16", "--dry-run", "--model", "reframe-image"]
    let usual = bench.command(rest)
    #expect(usual.code == .success)
    #expect(
      usual.output.hasSuffix("  reframe-image: converted from image/tiff to image/jpeg for reframe-image\n"),
      "\(usual.output)")
    let forbidden = bench.command(rest + ["--no-prepare"])
    #expect(forbidden.code == .failure)
    #expect(
      forbidden.output == """
        ~/t.tif: 9:16
          left out: reframe-image: format: the source is image/tiff; it reads image/jpeg, image/png, image/webp
          nothing can do it

        """)
  }

  @Test("An unknown price needs leave, and a needed prompt has to be given")
  func unknown() {
    let rest = ["--model", "dream-machine/reframe_image", "--param", "model=photon-1"]
    var bench = bench
    bench.environment["LUMAAI_API_KEY"] = "k3"
    let arguments = ["~/a.png", "-a", "9:16", "--dry-run"] + rest
    let without = bench.command(arguments)
    #expect(without.code == .failure)
    #expect(without.output.contains("allow it with --allow-unknown-price"))
    #expect(without.output.contains("https"), "\(without.output)")
    let with = bench.command(arguments + ["--allow-unknown-price", "--prompt", "a beach"])
    #expect(with.code == .success, "\(with.output)")
  }
}
