# nft -i with lines from a pipe
printf 'add table ip t\nlist tables\nadd table ip\n\nadd chain ip t c\nlist table ip t\nquit\nlist tables\n' | nft -i; echo "rc $?"
printf 'list tables' | nft -i; echo "rc $?"
printf '' | nft -i; echo "rc $?"
printf 'table ip u {\nchain x {\n}\n}\nlist tables\n' | nft -i; echo "rc $?"
printf 'add table ip y \\\n; add table ip z\nlist tables\n' | nft -i; echo "rc $?"
printf 'delete table ip nope\nlist tables\n' | nft -i; echo "rc $?"
printf '   \nlist tables\nexit\n' | nft -i; echo "rc $?"
nft -i list tables </dev/null; echo "rc $?"
