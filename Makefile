# Binnacle. `make help` lists the targets.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

##@ Run
.PHONY: run
run: ## Build if needed, start the sandbox and the server on 127.0.0.1:8080; Ctrl-C ends everything
	@tools/run

.PHONY: clean-state
clean-state: ## Remove what runs keep: databases, passwords, the admin token, logs
	@tools/clean-state

##@ Build
.PHONY: packages
packages: ## Install the Debian packages that `make run` needs
	@tools/packages

.PHONY: build
build: ## Build what changed
	@tools/build

.PHONY: clean
clean: ## Remove what builds wrote
	@tools/clean

##@ Check
.PHONY: test
test: ## Run all tests and checks, real components included
	@tools/test

.PHONY: crash
crash: ## Kill the server before, inside and after every step of every procedure
	@tools/crash

.PHONY: fuzz
fuzz: ## Fuzz a server of its own by its contract; SECONDS=180
	@tools/fuzz $(SECONDS)

.PHONY: bench
bench: ## Run the benchmarks on a platform of their own; results go to bench/results/
	@bench/run

.PHONY: lint
lint: ## Check format, contract and scripts
	@tools/lint

.PHONY: format
format: ## Format the Java sources
	@JAVA_HOME=$$(tools/find-jdk) && export JAVA_HOME && mvn -q -B spotless:apply

##@ Help
.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } /^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
