# The project's commands; CONTRIBUTING.md says more about each.
.PHONY: demo test bench build bundles lint format install deps clean

CONFIGURATION ?= release
BUILD := .build/$(CONFIGURATION)
PLUGINS := LocalEngine SaliencyDetector MirrorFill BlurFill SolidFill EdgeFill
PREFIX ?= /usr/local
PACKAGES := libvips-dev liblcms2-dev libjpeg-dev libpng-dev libwebp-dev pkg-config

# Everything the build needs beyond Swift itself.
deps:
	@missing=; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

build: deps
	swift build -c $(CONFIGURATION)
	@$(MAKE) --no-print-directory bundles

# Each plugin's folder beside the executable: its manifest and its library.
bundles:
	@for plugin in $(PLUGINS); do \
	  id=$$(sed -n 's/^  "id": "\(.*\)",$$/\1/p' Plugins/$$plugin/plugin.json); \
	  bundle=$(BUILD)/plugins/$$id.reframeplugin; \
	  mkdir -p $$bundle && chmod o-w $$bundle && \
	  cp -f Plugins/$$plugin/plugin.json $(BUILD)/lib$$plugin.so $$bundle/ && chmod o-w $$bundle/*; \
	done
	@cp -f $(BUILD)/libVipsCodec.so $(BUILD)/plugins/local.reframeplugin/
