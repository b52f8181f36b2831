echo start
eval 'if'
echo "eval $?"
eval 'echo )'
bash -c 'echo x
fi'
echo $?
x=$(echo 'a
b'); echo "$x"
case a in
a) echo ok
esac
for i in 1 2
do echo $i
done
cat <<EOF
unfinished $i
