module rivals/cel_go

go 1.26

require github.com/google/cel-go v0.31.0 // indirect
