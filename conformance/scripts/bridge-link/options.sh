# Options, help and errors of the program.
for words in '' help -V -Version foo -foo -h -b '-b nosuch' '-n nosuch link' -c=foo '-family foo link' '-family inet link' '-4 link' '-s -d -t -o link' '-stats link' \
  '-statistics link' 'monitor help' 'monitor foo' 'l' 'f' 'mo help' 'fdb help' '-- link' '--json link' '-force link' '-compress link'; do
  echo "# $words"
  bridge $words; echo $?
done
printf 'link\n# comment\nfdb add 02:00:00:00:00:01 dev nosuch\nlink set\nlink\n' > batch
bridge -b batch; echo $?
bridge -force -b batch; echo $?
bridge -b - < batch; echo $?
