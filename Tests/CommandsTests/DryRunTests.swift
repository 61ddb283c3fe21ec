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
        ~/a.png: 9:16
          MODEL          PROVIDER  EXPECTED  AT MOST  TIME   WHY HERE
          reframe-image  eachlabs  $0.01     $0.01    25 s   cheapest: $0.01 expected
          local/reframe  local     free      free     0.1 s  local last; cheapest: free
          reframe-image: uploaded to Eachlabs
          left out: reframe: costs up to $0.10 (1 credit), above the maximum of $0.05
          left out: luma/reframe-image: no provider installed; price unknown (the vendor's price is not known), \
        so that nobody can promise the maximum of $0.05
          left out: dream-machine/reframe_image: it needs 'model'; give --param model=photon-1|photon-flash-1; \
        it takes no files; give the source by its address, https://…; 'luma-dream-machine' needs LUMAAI_API_KEY: set that variable, or LUMAAI_API_KEY_FILE to a file with it, or \
        say where it is under providers.luma-dream-machine.secrets in reframe.yaml; price unknown (the price \
        depends on 'model', which is not given), so that nobody can promise the maximum of $0.05

        """)
    #expect(bench.sandbox.folder.names == ["a.png", "r.yaml"])
  }

  @Test("As JSON, one object for each part")
  func json() {
    let outcome = bench.command(
      "~/a.png", "-a", "9:16,1:1", "--dry-run", "--json", "--model", "reframe-image,local/reframe",
      "--local", "never", "-n", "2")
    let part = { (aspect: String) in
      """
      {"dropped":[{"model":"local/reframe","provider":"local","reasons":["local engines are not allowed"]}],\
      "input":"~/a.png","outputs":["\(aspect)"],"route":[{"model":"reframe-image","preparation":["uploaded to \
      Eachlabs"],"provider":"eachlabs","quote":{"expected":{"micros":10000,"unit":"USD"},"lines":[{"amount":{"micros":10000,\
      "unit":"USD"},"label":"run","quantity":1}],"maximum":{"micros":10000,"unit":"USD"},\
      "rule":"eachlabs/reframe-image","version":"2026-04-06"},"reason":"order: listed as number 1","seconds":25}]}

      """
    }
    // No model makes several outputs or variations in one go.
    #expect(outcome.output == part("9:16") + part("9:16") + part("1:1") + part("1:1"))
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
    // One model in two settings is two engines of a route.
    let both = dryRun("--model", "finest,best")
    #expect(both.output.contains("5 credits (~ $0.375)") && both.output.contains("3 credits (~ $0.225)"))
    #expect(dryRun("--model", "best", "--param", "generation_mode=balanced").output.contains("2 credits"))
  }

  @Test("A picture that a model does not read is converted first, unless that is forbidden")
  func preparation() throws {
    try bench.tiff("t.tif")
    let rest = ["~/t.tif", "-a", "9:16", "--dry-run", "--model", "reframe-image"]
    let usual = bench.command(rest)
    #expect(usual.code == .success)
    #expect(
      usual.output.hasSuffix(
        """
          reframe-image: converted from image/tiff to image/jpeg for reframe-image
          reframe-image: uploaded to Eachlabs

        """), "\(usual.output)")
    let forbidden = bench.command(rest + ["--no-prepare"])
    #expect(forbidden.code == .failure)
    #expect(
      forbidden.output == """
        ~/t.tif: 9:16
          left out: reframe-image: format: the source is image/tiff; it reads image/jpeg, image/png, image/webp
          nothing can do it

        """)
  }

  @Test("An unknown price needs leave, and what is needed has to be given")
  func unknown() throws {
    var bench = bench
    bench.environment["LUMAAI_API_KEY"] = "k3"
    let arguments = ["~/a.png", "-a", "9:16", "--dry-run", "--model", "dream-machine/reframe_image"]
    let without = bench.command(arguments)
    #expect(without.code == .failure)
    #expect(
      without.output == """
        ~/a.png: 9:16
          left out: dream-machine/reframe_image: it needs 'model'; give --param model=photon-1|photon-flash-1; \
        it takes no files; give the source by its address, https://…; price unknown (the price depends on 'model', which is not given); allow it with --allow-unknown-price
          nothing can do it

        """)
    let with = bench.command(arguments + ["--param", "model=photon-1", "--prompt", "a beach"])
    #expect(
      with.output == """
        ~/a.png: 9:16
          left out: dream-machine/reframe_image: it takes no files; give the source by its address, https://…
          nothing can do it

        """)
  }
}
