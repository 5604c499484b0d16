module rivals/harness

go 1.26
